# A source in trouble: told once to the topmost coordinators' groups, said once in the digest; told again when it is well.
# $name is the source's, $month and $day since when, $reason what is wrong and what to do, $days how long it may be quiet.

trouble-title = A source gives nothing
trouble-title-mended = A source is back
trouble-failing = “{ $name }” has given nothing since { $month }/{ $day }. { $reason }
trouble-gone = “{ $name }” is no longer asked (since { $month }/{ $day }). { $reason }
trouble-silent = “{ $name }” can be read but has had nothing new since { $month }/{ $day }, longer than it usually pauses ({ $days } days at most). Please see whether the site stopped or moved; ask the operator to disable what is not used any more.
trouble-more = { $count } further { $count ->
    [one] source gives
   *[other] sources give
} nothing either.
trouble-goes-on = It will be tried again by itself, and you will hear when it works. If it takes days, please pass this message to the operator.
trouble-ended = It will not be asked again unless somebody acts: please pass this message to the operator.
trouble-mended = “{ $name }” gives items again; nothing needs doing.
trouble-mended-more = { $count } further { $count ->
    [one] source is
   *[other] sources are
} back too.
