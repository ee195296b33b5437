"""Words that stand around articles, by language: data for the packages beside."""
