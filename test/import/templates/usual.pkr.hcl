packer {
  required_plugins {
    amazon = {
      version = ">= 1.2.8"
      source  = "github.com/hashicorp/amazon"
    }
  }
}

variable "region" {
  type    = string
  default = "eu-west-1"
}

variable "ami_users" {
  type    = list(string)
  default = ["111122223333"]
}

# What makes each name its own.
locals {
  stamp = regex_replace(timestamp(), "[- TZ:]", "")
  tags  = { Team = "web", "cost-centre" = "4711" }
}

source "amazon-ebs" "web" {
  region        = var.region
  profile       = "dev"
  instance_type = "t3.small"
  ami_name      = "web-${local.stamp}"

  source_ami_filter {
    filters = {
      name                = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"
      root-device-type    = "ebs"
      virtualization-type = "hvm"
    }
    most_recent = true
    owners      = ["099720109477"]
  }

  communicator         = "ssh"
  ssh_username         = "ubuntu"
  ssh_interface        = "private_ip"
  subnet_id            = "subnet-0f3a91c2d4e5f6a7b"
  iam_instance_profile = "builder"
  spot_price           = "auto"
  ami_regions          = ["eu-west-1", "us-east-1"]
  ami_users            = var.ami_users
  encrypt_boot         = true
  kms_key_id           = "alias/images"
  region_kms_key_ids   = { "us-east-1" = "alias/copies", "eu-west-1" = "alias/images" }

  temporary_security_group_source_cidrs = ["203.0.113.7/32"]

  launch_block_device_mappings {
    device_name           = "/dev/sda1"
    volume_size           = 20
    volume_type           = "gp2"
    delete_on_termination = true
  }

  # They need longer.
  ssh_timeout      = "20m"
  force_deregister = true

  dynamic "tag" {
    for_each = { a = "b" }
    content {
      key   = tag.key
      value = tag.value
    }
  }

  tags     = local.tags
  run_tags = local.tags
}

build {
  sources = ["source.amazon-ebs.web"]

  provisioner "shell" {
    inline = [
      "echo one",
      "echo \"$${HOME}\" %%{x}",
    ]
  }

  # A script that says itself what a failure does.
  provisioner "shell" {
    script = "${path.root}/files/strict.sh"
  }

  provisioner "shell" {
    scripts = ["files/loose.sh"]
  }

  provisioner "shell" {
    pause_before = "1s"
    inline       = [<<EOF
  two spaces {{ .Path }}
echo ${var.region} ${source.name} $${local.tags}
EOF
    ]
  }

  provisioner "shell" {
    environment_vars  = ["REGION=${var.region}", "STAMP=${local.stamp}"]
    execute_command   = "sudo sh -c '{{ .Vars }} {{ .Path }}'"
    expect_disconnect = true
    inline            = ["echo $REGION"]
    pause_before      = "10s"
  }

  provisioner "shell-local" {
    command = "echo ${build.ID}"
  }

  post-processor "manifest" {
    output = "packer-manifest.json"
  }
}
