select wib.close_lost_monitors($1::interval) as closed
