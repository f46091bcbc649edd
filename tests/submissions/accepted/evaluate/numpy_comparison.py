"""Predictions and labels are compared as NumPy arrays; the result is a NumPy float64."""

import numpy as np
import torch


def evaluate(model, data_loader, device):
    model.eval()
    predictions, truth = [], []
    with torch.no_grad():
        for x, y in data_loader:
            predictions.append(model(x.to(device)).cpu().numpy().argmax(axis=1))
            truth.append(y.numpy())
    return np.mean(np.concatenate(predictions) == np.concatenate(truth))
