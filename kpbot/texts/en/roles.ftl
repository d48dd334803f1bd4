# Where somebody may not do a thing: who can. -there: the right role, but another place.

roles-needs-officer = This is done by an officer of the unit. If you are not one yet, ask a coordinator for a unit code and send “/join CODE”.
roles-needs-officer-there = This is done by that unit's own officer; you can report for your own unit only.
roles-needs-coordinator = This is done by the coordinator of your region; please tell your science association.
roles-needs-coordinator-there = This is outside your region; the coordinator there can do it.
roles-needs-officer-or-coordinator = This is done by an officer of the unit or by the coordinator of the region.
roles-needs-officer-or-coordinator-there = This is done by an officer of that unit or by the coordinator there.
roles-needs-operator = This is done by the operator at the server; please tell the operator.
