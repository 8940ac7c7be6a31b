"""A local Slack in the browser: a stand-in for Slack's server, its rules and its page."""
