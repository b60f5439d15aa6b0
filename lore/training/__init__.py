"""Labelled questions and pressed offers → the weights of free reading, fitted anew and measured."""
