# What operators and coordinators are told when a source gives nothing: what happened, and what to do.
# The ids follow the codes of FeedError. $host is a site, $address an address, $status the site's status code, $found
# what came, $file and $path are files.

feed-error-bad-address = The address is not right: { $address }. It must start with http:// or https://; please correct it in config/feeds.toml.
feed-error-dns = There is no site called { $host }. Check that this machine is online, then the name in the address.
feed-error-private-address = { $host } is in a private network and was not visited, for safety. If it is your own service, add it to feeds.allow_hosts in config/kpbot.toml.
feed-error-refused = { $host } cannot be reached: nobody answers. The site may be down, or this network blocks it. It will be tried again.
feed-error-tls = The security certificate of { $host } is not right, so it was not visited. Check this machine's date and time; if they are right, tell the site.
feed-error-disconnected = The connection to { $host } broke off. It will be tried again.
feed-error-timeout = { $host } is too slow: not done within { $seconds } seconds. It will be tried again; if this goes on, use another address.
feed-error-redirects = { $host } keeps sending us elsewhere ({ $hops } times), so we stopped following. Open it in a browser and note the right address.
feed-error-too-big = The document of { $host } is larger than { $megabytes } MB and was not taken. Look for an address with recent entries only.
feed-error-packing = The document of { $host } cannot be decompressed. It will be tried again; if this goes on, tell the site.
feed-error-gone = { $host } says this address is gone for good; it will not be visited again. Give the new address or disable the source in config/feeds.toml; if the site erred, kpbot feed test KEY brings it back once it answers.
feed-error-not-found = { $host } has nothing at this address (404). Check it in a browser, then correct config/feeds.toml.
feed-error-forbidden = { $host } does not let us in ({ $status }). It may want a login or no bots; ask the site, or disable the source.
feed-error-busy = { $host } is busy and asks us to come later ({ $status }). It will be tried again when it says; nothing to do.
feed-error-server = { $host } has a fault of its own ({ $status }). It will be tried again; if it lasts for days, tell the site.
feed-error-status = { $host } gave an answer we cannot use ({ $status }). Check the address in a browser.
feed-error-html = A web page came, not a feed. Look for the site's "RSS" or "subscribe" address; the site may have changed, closed, or want a login.
feed-error-html-with-feed = This is a web page, not a feed. The page names its feed: { $address } ; please use that.
feed-error-malformed = What came is incomplete or faulty and cannot be read. Tell the site, or use another address.
feed-error-unsupported = What came is { $found }, not a feed we can read. RSS, Atom and JSON Feed can be read.
feed-error-entities = The document brings its own entity definitions (DOCTYPE), which can do harm, so it was not read. No ordinary feed needs them; tell the site, or use another address.
feed-error-too-complex = The document holds too many tags (limit { $most }) and was not read. Look for an address with recent entries only.
feed-error-no-file = The file { $path } cannot be opened. Check the path, and that it may be read.
feed-error-defect = The program failed over this source ({ $error }). It is tried again; if it lasts, please send the log to the developers.
feed-error-reserve-broken = A file of the reserve that ships with kpbot cannot be used: { $file } ({ $reason }). Correct it, or install again.
feed-error-page-not-html = What came is no web page ({ $found }). Please use the address of an article.
feed-error-page-too-heavy = The page is too heavy to be read within the limits of time and memory. Please use an address that holds the article only.
feed-error-page-empty = Neither title nor text was found in the page. It may want a login; please use another address.

# Entries that a document holds but that were not taken (shown in a preview).
feed-skip-empty = neither a title nor a text
feed-skip-no-link = no link, so it cannot be passed on
feed-skip-bad-link = the link is incomplete or leads to no web page
feed-skip-duplicate = the same as one above
feed-skip-broken = faulty, so it cannot be read
feed-skip-older = too many: only the newest 200 are taken
