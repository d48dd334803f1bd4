"""QQ official bots: groups and private chats, by callbacks with Ed25519 signatures."""
