# /add: a coordinator adds a web page. $address is the page's, $host the site, $status what the site answered.

adding-how = Send me the address after /add, such as /add https://example.cn/article. I open it and show you a preview; nothing is used before you choose “Take it up”.
adding-where = Please add items in your private chat with me, or in the coordinators' group.
adding-bad-address = I see no address that could be opened. It should begin with http:// or https://, such as /add https://example.cn/article
adding-fetching = Got it. I am opening the page; the preview comes within a minute or two.
adding-under-way = This page is being opened already. Please wait a moment.
adding-too-many = { $most } of your pages are still being opened. Please wait for them before adding more.
adding-failed =
    Could not add { $address }
    { $reason }

# Preview
adding-about = Topic: { $topic } · Source: { $source }
adding-no-body = (No text was found)
adding-picture-stored = Picture: used
adding-picture-declined = Picture: not used
adding-doubt = Please note: { $reason }
adding-decide = Once taken up, it may be chosen for your region's three of a day.
adding-write = No text was found, so it cannot be taken up yet. Choose “Write a summary” and add a few sentences, or set it aside.
adding-state-ready = Taken up: it may be chosen for your region's three of a day.
adding-state-rejected = Set aside: it will not be pushed.
adding-state-recalled = Recalled: it will not be pushed again.
adding-approve = Take it up
adding-reject = Set aside
adding-summary = Change summary
adding-summary-write = Write a summary
adding-topic = Change topic
adding-with-picture = Use the picture
adding-without-picture = Without the picture

# There already
adding-known-review = This page was added before and waits for a decision.
adding-known-ready = This page is there already and may be chosen for a day's three; no need to add it again.
adding-known-rejected = This page was set aside before, so it was not added again.
adding-known-recalled = This page was recalled before, so it was not added again.

# Why a page could not be added
adding-error-bad-address = The address is not right. Please open the page in a browser and send its whole address.
adding-error-dns = The site { $host } cannot be found. Please check the address and send it again later.
adding-error-private-address = { $host } is in a private network and was not opened, for safety. Please send a public address; if it is really needed, ask the operator.
adding-error-refused = { $host } did not answer, though I tried several times. Please send it again later.
adding-error-tls = The certificate of { $host } is not right, so the page was not opened. Please send another address.
adding-error-disconnected = The connection to { $host } broke several times. Please send it again later.
adding-error-timeout = { $host } is too slow; the page never came to its end. Please send it again later, or another address.
adding-error-redirects = { $host } keeps leading elsewhere. Please open the page in a browser and send the address where it comes to rest.
adding-error-too-big = The page is larger than { $megabytes } MB and was not taken. Please send another address.
adding-error-packing = What { $host } sent cannot be unpacked. Please send another address.
adding-error-gone = This page was deleted. Please send another address.
adding-error-not-found = { $host } has no such page (404). Please check it in a browser.
adding-error-forbidden = { $host } does not let me in ({ $status }); it may want a login. Please send an address that anybody can read.
adding-error-busy = { $host } has been busy all the time ({ $status }). Please send it again later.
adding-error-server = { $host } is out of order ({ $status }). Please send it again later.
adding-error-status = The answer of { $host } makes no sense ({ $status }). Please check the address in a browser.
adding-error-page-not-html = This is no web page ({ $found }). Please send the address of an article, not of a picture, a video or a file.
adding-error-page-too-heavy = This page is too heavy to be read. Please send an address that holds the article only.
adding-error-page-empty = Neither title nor text was found; the page may want a login or an app. Please send another address.
