"""Leave modules and folders that the next job would find in its own folder."""

DEFENCE = "The scratch folder is emptied after every job; what cannot be emptied ends the worker."
CORE = True
CELL = r"""
import os
for name in ('torch', 'course', 'sitecustomize', 'usercustomize', 'json', 'safetensors'):
    open(f'{name}.py', 'w').write('raise SystemExit')
os.makedirs('closed/inner', exist_ok=True)
open('closed/inner/file', 'w').close()
os.chmod('closed/inner', 0)
os.chmod('closed', 0)
os.chmod('.', 0)
"""
