"""WeCom: a self-built app, the smart bot, and webhooks of groups."""
