-- wib.enter has already refused who may not be here.
select true as welcome
