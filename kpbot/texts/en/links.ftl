# Officers' own short links.

links-counting = (The link counts how often it is opened, not by whom.)
links-recalled = { $count ->
    [1] This item was withdrawn. Please do not pass it on; there is no text to copy.
   *[other] These items were all withdrawn. Please do not pass them on; there is no text to copy.
}
