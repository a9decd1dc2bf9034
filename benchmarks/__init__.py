"""Measurements against a floor: how many times the least possible work does our way take?"""
