variable "prefix" {
  type = string
}

variable "region" {
  type    = string
  default = null
}

variable "machine" {
  type    = string
  default = "m6g.large"
}

variable "tags" {
  type    = map(string)
  default = {}
}
