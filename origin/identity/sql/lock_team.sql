select wib.lock_team()
