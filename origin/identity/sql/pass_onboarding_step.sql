select wib.pass_onboarding_step($1::int) as completed
