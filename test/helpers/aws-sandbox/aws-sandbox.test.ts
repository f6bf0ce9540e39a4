import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { needs } from '../needs.ts';
import { makePerson, runProgram } from '../program.ts';
import { sandboxAmi, withAwsSandbox } from './aws-sandbox.ts';

const template = `
source "amazon-ebs" "try" {
  ami_name                    = "try"
  region                      = "us-east-1"
  ami_regions                 = ["eu-west-1"]
  custom_endpoint_ec2         = "http://127.0.0.1:5000"
  skip_credential_validation  = true
  associate_public_ip_address = true
  instance_type               = "t3.micro"
  ssh_username                = "admin"
  tags                        = { "Name" = "try" }
  snapshot_tags               = { "Name" = "try" }

  source_ami_filter {
    owners      = ["136693071363"]
    most_recent = true
    filters     = { "name" = "debian-12-amd64-*" }
  }

  aws_polling {
    delay_seconds = 1
    max_attempts  = 60
  }
}

build {
  sources = ["source.amazon-ebs.try"]

  provisioner "shell" {
    inline = ["echo I am $(id -un) on $(hostname); sudo id -un"]
  }
}
`;

test('Packer builds an image there, on a machine that really runs what it is sent', async context => {
	needs(context, 'packer', 'containers', 'moto', 'namespaces');
	const person = await makePerson();
	await writeFile(path.join(person.folder, 'image.pkr.hcl'), template);
	await withAwsSandbox(async ({ enter, environment, call }) => {
		const { code, stdout } = await runProgram(person, ['build', '-color=false', '.'], {
			command: [...enter, 'packer'],
			env: environment,
		});
		expect(code, stdout).toBe(0);
		expect(stdout).toContain('I am admin');
		expect(stdout).toContain(sandboxAmi('debian-12-amd64-20260427-2200'));
		for (const region of ['us-east-1', 'eu-west-1']) {
			const own = call('ec2', 'describe_images', { Owners: ['self'] }, region);
			expect(own, region).toMatchObject({ Images: [{ Name: 'try', Tags: [{ Key: 'Name', Value: 'try' }] }] });
		}

		const instances = call('ec2', 'describe_instances');
		expect(instances).toMatchObject({ Reservations: [{ Instances: [{ State: { Name: 'terminated' } }] }] });
		expect(call('ec2', 'describe_key_pairs')).toMatchObject({ KeyPairs: [] });
	});
});
