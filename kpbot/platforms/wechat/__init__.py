"""WeChat official accounts: one-to-one, answered in the same HTTP response where there is time."""
