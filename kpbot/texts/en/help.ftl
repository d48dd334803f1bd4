help-not-understood = I did not understand that.
help-courtesy = All right. Write to me any time.
help-photo = This photo was not kept: I do not know what it shows. For an event send /report first, for a renewed board send /board; then the photo again.
help-officer-private =
    You can send:
    /today today's three items, /copy their text, /card as pictures
    /share 1 3 note shares, /to where they go; send me the address of what you posted on Weibo or elsewhere
    /report report an event, /events those I reported
    /board, /books, /screen a board, bookshelf or screen was renewed
    /me see and correct my shares
    /away leave, /handover, /leave my post
    /link another account of mine, /mydata what is stored, /forgetme, /lang
    Here in private the slash may be left out.
help-officer-group =
    /today today's three items, /share 1 3 note shares, /report report an event, /board a board was renewed.
    For your own records and leave, send /help in the private chat with me.
help-coordinator-private =
    You can send:
    /confirm who waits for your word
    /digest, /approve what waits for approval, /events to review, /boards what is due
    /today today's three items, /recall withdraw an item that was pushed, /add ADDRESS add a page, /review what the rules stopped
    /for NAME /share 1 2 act for an officer
    /code print and revoke unit codes, /handover UNIT
    /station, /facility register stations and facilities, /import load a sheet (or just send me the file)
    /leave my post, /link another account of mine, /mydata what is stored, /forgetme, /lang
help-coordinator-group =
    /confirm who waits for your word, /digest, /recall withdraw an item, /add ADDRESS add a page, /review what the rules stopped, /import load a sheet, /for NAME /share 1 2 act for an officer.
    /bind this group, /pause pushes, /resume, /lang of the group.
    Codes, stations and facilities: in the private chat with me.
help-both-private =
    Coordinator: /confirm who waits, /digest, /events to review, /recall an item, /review what the rules stopped, /add ADDRESS, /code print codes, /for NAME /share 1 2 act for an officer, /handover UNIT, /station, /facility, /import a sheet
    Officer: /today three items, /share 1 3 note shares, /report an event, /board renewed, /me my records, /away leave
    Yourself: /leave a post, /link another account of mine, /mydata what is stored, /forgetme, /lang
help-both-group =
    /today today's three items, /share 1 3 note shares, /report an event, /board renewed.
    /confirm who waits, /recall an item, /add ADDRESS add a page, /review what the rules stopped, /import a sheet.
    /bind this group, /pause pushes, /resume.
help-pending-private =
    A coordinator will confirm you; I will tell you here.
    Meanwhile: /today today's three items, /link another account of mine, /mydata what is stored, /forgetme, /lang
help-pending-group = A coordinator will confirm you. Meanwhile: /today for today's three items.
help-unknown-private =
    I am the science bot. I help officers with the daily shares and with reporting events.
    To join, ask the coordinator at your science association for a unit code and send: /join CODE
    If you have registered on another platform, send me /link there for a code, then here: /link CODE
help-unknown-group = I am the science bot and post three items of popular science a day. Officers join with a unit code from the coordinator at their science association: send /join CODE in the private chat with me.
# where no slash is needed
help-officer-words =
    Just send these words:
    today: the three items, their text and cards
    share 1 3: note shares; to: where they go
    the address of what you posted on Weibo or elsewhere
    report: an event; events: those I reported
    board, books, screen: it was renewed
    me: see and correct my shares
    away 3 days; handover; leave my post: leave
    link another account: link; what is stored: mydata; forgetme; lang
help-coordinator-words =
    Just send these words:
    confirm: people who wait for you
    digest; approve: the three to come; review: content
    events: reports to review; boards: how they stand
    today; recall: take back what was sent out
    add ADDRESS: add a page
    for NAME share 1 2: note it for an officer
    code: codes of units; handover UNIT
    station, facility: register one
    link another account: link; leave; mydata; forgetme; lang
help-both-words =
    Just send these words.
    Coordinator: confirm, digest, approve, review, events, boards, recall, code, station, facility; add ADDRESS; for NAME share 1 2; handover UNIT
    Officer: today, share 1 3, report, board, me, away 3 days
    Yourself: link, mydata, leave, forgetme, lang
help-pending-words =
    A coordinator still has to confirm you; I will tell you then, with your next message here.
    For now you can send: today, link, mydata, forgetme, lang
help-unknown-words =
    I help science officers share three items a day and report their events.
    To join, ask the coordinator of your county's science association for a unit code and send it to me.
    If you joined on another platform, send me “link” there for a code, then “link CODE” here.
