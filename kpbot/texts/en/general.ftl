apology = Sorry, this did not work. It was noted and the operator can see it. Please try again a little later.
button-outdated = This choice is out of date. Send /help to see what you can do now.
faceless = I cannot tell who you are: you are writing as an anonymous admin or as a channel. Please use your own account.
flooding = That was very fast, so I left the last few alone. Please pause for { $seconds } seconds and go on; everything before that was taken.
