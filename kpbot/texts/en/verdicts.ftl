# How a day of shares counts, why it is not known, what it rests on.

verdicts-met = three or more
verdicts-not-met = fewer than three
verdicts-not-known = not known

verdicts-unknown-silent = no answer that day; there may have been shares nobody told us of
verdicts-unknown-on-leave = on leave
verdicts-unknown-short-edition = fewer than three items were offered that day
verdicts-unknown-bot-down = the system was down that day
verdicts-unknown-no-push = nothing was pushed that day
verdicts-unknown-not-joined = on the roster, but has not joined yet

verdicts-evidence-claimed = said by the officer
verdicts-evidence-observed = seen in a group
verdicts-evidence-reached = opened by readers
verdicts-evidence-imported = imported from the official app
verdicts-evidence-spot-checked = spot-checked

verdicts-flag-burst = many reported within a minute
verdicts-flag-backlog = arrived late; the time of receipt counts
verdicts-flag-backdated = reported for an earlier day
