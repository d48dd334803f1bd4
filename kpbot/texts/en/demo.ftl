demo-preparing = Preparing the sample county: thirty officers, twenty units, and the time from yesterday afternoon until this morning ...
demo-ready = The rehearsal room is ready. Open this address in a browser:
demo-code-unit = To try joining: become “someone new” and send /join with this code in the private chat (village 上柳村):
demo-code-group = To try a new group: create one, then as coordinator 赵敏 send /bind with this code:
demo-reminder = To see a board’s reminder: become 李守田 of 槐树村 and open the private chat.
demo-stop = Everything stays on this computer; nothing is sent out. Ctrl+C stops it. Next time it goes on where it was; make demo-reset starts afresh.
demo-option-port = The port to open (8765 unless given)
demo-option-folder = The folder for the rehearsal’s data
demo-option-reset = Start afresh; the records of the last rehearsal are deleted
serve-no-platform = No chat platform is connected yet; only the web pages work.
serve-port-taken = Port { $port } of { $host } cannot be used: { $reason }. Perhaps kpbot is running already: stop it, or choose another port (web.port in the settings; make demo PORT=8766 for the demo).
