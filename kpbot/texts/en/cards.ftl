# Forwardable cards.

card-scan = Scan the code to read on.
card-counted = It counts how often it is opened, not by whom.
card-no-code = The address is too long for a code; see the one sent with this picture.
card-more = More than fits here: see the text sent with this picture.
card-button = Card to forward
card-button-one = Card { $number }
card-under = Press and hold the picture to forward it to any group. The address by itself:
card-under-plain = Press and hold the picture to forward it to any group.
card-under-copy = Press and hold a picture to forward it to any group. For the texts send /copy.
card-no-pictures = Pictures cannot be sent here. The text can be copied all the same.
card-hint = For other groups, send /card to get the items as pictures.
card-recalled = { $count ->
    [1] This item was recalled: please do not pass it on. There is no card of it.
   *[other] These items were recalled: please do not pass them on. There are no cards of them.
}
check-card-mark = Mark of { $brand }: { $file }
check-card-mark-missing = The picture { $file }, the mark of { $brand }, is missing: cards have no mark. Put it there, or remove `mark` from feeds.toml; then restart.
check-card-mark-broken = The picture { $file }, the mark of { $brand }, cannot be used: cards have no mark. Replace it by a PNG, JPEG or WebP of at most { $megabytes } MB, then restart.
