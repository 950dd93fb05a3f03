terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }
}

# Configure the vendors you use. Every credential can come from the environment
# instead, for instance UPPZY_API_KEY and UPPZY_SITE_ID.
provider "chat" {
  uppzy {
    site_id = "site_123"
    api_key = var.uppzy_api_key
  }

  talkifai {
    api_key = var.talkifai_api_key
  }

  siteassist {
    publishable_key = var.siteassist_publishable_key
    visitor_id      = "terraform-staging"
    origin          = "https://www.example.com" # one of the key's allowed websites
  }

  uponai {
    token        = var.uponai_token
    workspace_id = 42
  }
}

variable "uppzy_api_key" {
  type      = string
  sensitive = true
}

variable "talkifai_api_key" {
  type      = string
  sensitive = true
}

variable "siteassist_publishable_key" {
  type      = string
  sensitive = true
}

variable "uponai_token" {
  type      = string
  sensitive = true
}
