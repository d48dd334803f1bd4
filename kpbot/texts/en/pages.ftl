# Web pages for everyone: one page for each item of popular science.

pages-footer = Passed on by kpbot, the popular-science bot
pages-source = Source: { $name }
pages-unreviewed = A coordinator has not reviewed this item yet. Please do not pass it on.
pages-missing-title = This page was not found
pages-missing = The link may be incomplete. Please go back to the group and tap the original link once more.
pages-recalled-title = This item was withdrawn
pages-recalled = Something in it is not accurate. Please do not pass it on; if you already have, please let people know.
pages-expired-title = This link has expired
pages-expired = Nothing is wrong with it, it is only too old. Please ask whoever sent it to you for the item.
pages-later-title = Not available for the moment
pages-later = Please tap the link once more in a few minutes.
pages-no-link-title = This page was not found
pages-no-link = The link may be incomplete, or no longer in use. Please go back to the group and tap it once more, or ask whoever sent it to you.
