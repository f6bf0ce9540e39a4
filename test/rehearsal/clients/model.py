"""Holds each answer against botocore's model of the API: no element that it does not know, none missing or malformed."""

import re
import xml.etree.ElementTree as xml

scalars = {
    "boolean": r"true|false",
    "integer": r"-?\d+",
    "long": r"-?\d+",
    "double": r"-?\d+(\.\d+)?",
    "float": r"-?\d+(\.\d+)?",
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
}


def name_of(element):
    return element.tag.rsplit("}", 1)[-1]


def check_structure(elements, shape, path):
    names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
    for element in elements:
        name = name_of(element)
        if name in names:
            yield from check(element, names[name], f"{path}.{name}")
        else:
            yield f"{path}.{name} is unknown"
    given = {name_of(element) for element in elements}
    for required in shape.required_members:
        if shape.members[required].serialization.get("name", required) not in given:
            yield f"{path}.{required} is missing"


def check(element, shape, path):
    """What is wrong with an element: a text each."""
    if shape.type_name == "structure":
        yield from check_structure(list(element), shape, path)
    elif shape.type_name == "list":
        item = shape.member.serialization.get("name", "member")
        for child in element:
            if name_of(child) != item:
                yield f"{path} has a {name_of(child)} in its list"
            yield from check(child, shape.member, f"{path}[]")
    else:
        text = element.text or ""
        pattern = scalars.get(shape.type_name)
        if pattern and not re.fullmatch(pattern, text):
            yield f"{path} is {text!r}, no {shape.type_name}"
        enum = getattr(shape, "enum", None)
        if enum and text not in enum:
            yield f"{path} is {text!r}, not one of its enum"


def issues_of(body, operation):
    """What is wrong with the answer to an operation."""
    root = xml.fromstring(body)
    shape = operation.output_shape
    children = [child for child in root if name_of(child) not in ("requestId", "ResponseMetadata")]
    if operation.service_model.metadata["protocol"] == "query":
        result = [child for child in children if name_of(child) == f"{operation.name}Result"]
        if shape is None:
            return [f"{name_of(child)} is unknown" for child in children]
        if len(result) != 1:
            return ["there is no result"]
        children = list(result[0])
    elif shape is None:
        # EC2 answers with nothing more, although the model gives these operations no output.
        return [f"{name_of(child)} is unknown" for child in children if name_of(child) != "return"]
    return list(check_structure(children, shape, operation.name))


def watch(endpoint, steps):
    """Looks at every answer that a botocore gets, whatever client it serves. `endpoint` is its module of that name."""
    original = endpoint.convert_to_response_dict

    def convert(response, operation):
        good = response.status_code < 300 and operation.service_model.metadata["protocol"] in ("ec2", "query")
        steps.calls.append((operation.name, issues_of(response.content, operation) if good else []))
        return original(response, operation)

    endpoint.convert_to_response_dict = convert
