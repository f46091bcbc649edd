"""How to get a Dask cluster that `autograder grade … --dask ADDRESS` can use."""
