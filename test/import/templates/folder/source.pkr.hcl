source "amazon-ebs" "linux" {
  ami_name             = "${var.prefix}-${formatdate("YYYYMMDD", timestamp())}"
  region               = var.region
  instance_type        = var.machine
  spot_instance_types  = ["m6g.large", "c6g.large"]
  spot_price           = "0.05"
  source_ami           = "ami-0f3a91c2d4e5f6a7b"
  ssh_username         = "admin"
  user_data_file       = "${path.root}/user-data.sh"
  security_group_ids   = ["sg-0f3a91c2d4e5f6a7b"]
  tags                 = merge(var.tags, { Base = "{{ .SourceAMI }}" })
  ami_block_device_mappings {
    device_name  = "/dev/sdb"
    virtual_name = "ephemeral0"
  }
}
