-- Beside the place this very address may hold by an invitation already: a second one is refused for that, not for want of room.
select wib.users_taken($1::text) as taken
