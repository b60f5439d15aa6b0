"""Learns from articles with their facts how likely it is that an article states one."""
