prefix = "api"
