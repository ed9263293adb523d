"""Pages that look across the apps: overview, search, notices, jobs, health."""
