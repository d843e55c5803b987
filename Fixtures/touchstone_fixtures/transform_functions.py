"""What torchvision's random transforms draw, without the images, and Python's own generator.

Functions are named after the classes of `torchvision.transforms`, with `v2` where the second version
draws differently. Where both draw the same, both are asked and must agree.
"""

import random
from unittest import mock

import torch
from torchvision import transforms as v1
from torchvision.transforms import v2
from torchvision.transforms.v2 import _geometry as geometry


def image(height, width, channels=1):
    return torch.zeros(channels, height, width)


def agreed(first, second):
    """The result of `first`; `second`, from the same state, must give it and draw as much."""
    before = torch.get_rng_state()
    result, after = first(), torch.get_rng_state()
    torch.set_rng_state(before)
    assert same(result, second()) and torch.equal(after, torch.get_rng_state())
    return result


def same(a, b):
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(same, a, b))
    return torch.equal(a, b) if isinstance(a, torch.Tensor) else a == b


def box(params):
    """Top, left, height and width."""
    return tuple(params[name] for name in ("top", "left", "height", "width"))


def crop(height, width, output_size):
    return v1.RandomCrop.get_params(image(height, width), tuple(output_size))


def crop_v2(height, width, size, padding=None, pad_if_needed=False):
    """Box; whether it crops and pads; left, top, right and bottom padding."""
    params = v2.RandomCrop(size, padding, pad_if_needed).make_params([image(height, width)])
    return (*box(params), params["needs_crop"], params["needs_pad"], *params["padding"])


def resized_crop(height, width, scale, ratio):
    transform = v2.RandomResizedCrop(8, scale, ratio)
    return agreed(
        lambda: v1.RandomResizedCrop.get_params(image(height, width), scale, ratio),
        lambda: box(transform.make_params([image(height, width)])))


def erasing(channels, height, width, scale, ratio, value=None):
    """Box and what it is filled with; the whole image and None where no box fits."""
    picture = image(height, width, channels)

    def first():
        *where, filling = v1.RandomErasing.get_params(picture, scale, ratio, value)
        return (*where, None if filling is picture else filling)

    transform = v2.RandomErasing(1.0, scale, ratio, "random" if value is None else value)
    return agreed(first, lambda: tuple(transform.make_params([picture]).values()))


def decided_erasing(channels, height, width, p, scale, ratio, value=None):
    """Whether anything is drawn beside the coin; the box where something is."""
    with mock.patch.object(v1.functional, "erase", lambda picture, *box: box[:5]):
        drawn = v1.RandomErasing(p, scale, ratio, "random" if value is None else value)(
            image(height, width, channels))
    return (False,) if isinstance(drawn, torch.Tensor) else (True, *drawn)


def affine(degrees, translate, scale_ranges, shears, img_size):
    """Angle, translations, scale, shears."""
    def first():
        angle, translations, scale, shear = v1.RandomAffine.get_params(
            degrees, translate, scale_ranges, shears, img_size)
        return angle, *translations, scale, *shear

    def second():
        transform = v2.RandomAffine(degrees, translate, scale_ranges, shears)
        params = transform.make_params([image(img_size[1], img_size[0])])
        return params["angle"], *params["translate"], params["scale"], *params["shear"]

    return agreed(first, second)


def rotation(degrees):
    return agreed(
        lambda: v1.RandomRotation.get_params(degrees),
        lambda: v2.RandomRotation(degrees).make_params([])["angle"])


def blur(sigma_min, sigma_max):
    return agreed(
        lambda: v1.GaussianBlur.get_params(sigma_min, sigma_max),
        lambda: v2.GaussianBlur(3, (sigma_min, sigma_max)).make_params([])["sigma"][0])


def color_jitter(brightness, contrast, saturation, hue):
    """The order, then a factor or None for each."""
    return agreed(
        lambda: v1.ColorJitter.get_params(brightness, contrast, saturation, hue),
        lambda: tuple(v2.ColorJitter(brightness, contrast, saturation, hue).make_params([]).values()))


def perspective(width, height, distortion_scale):
    """The corners afterwards, from the top left one clockwise."""
    def second():
        with mock.patch.object(geometry, "_get_perspective_coeffs", lambda start, end: end):
            transform = v2.RandomPerspective(distortion_scale)
            return transform.make_params([image(height, width)])["coefficients"]

    return torch.tensor(agreed(
        lambda: v1.RandomPerspective.get_params(width, height, distortion_scale)[1], second))


def decided_perspective(width, height, distortion_scale, p):
    """Whether anything is drawn beside the coin; the corners where something is."""
    with mock.patch.object(v1.functional, "perspective", lambda picture, start, end, *rest: end):
        drawn = v1.RandomPerspective(distortion_scale, p)(image(height, width))
    return (False,) if isinstance(drawn, torch.Tensor) else (True, torch.tensor(drawn))


def is_changed(transform):
    picture = torch.arange(12.0).reshape(3, 2, 2)
    return not torch.equal(transform(picture), picture)


def flip(p):
    """Whether a transform with a probability is applied: all but version 1 of `RandomApply`."""
    return agreed(
        lambda: is_changed(v1.RandomHorizontalFlip(p)),
        lambda: is_changed(v2.RandomHorizontalFlip(p)))


def apply(p):
    return is_changed(v1.RandomApply([lambda picture: picture + 1], p))


def apply_v2(p):
    return is_changed(v2.RandomApply([lambda picture: picture + 1], p))


def marks(count):
    """Transforms that write down their number."""
    log = []
    return log, [lambda x, number=number: log.append(number) or x for number in range(count)]


def run_marked(kind, count, *arguments):
    log, transforms = marks(count)
    kind(transforms, *arguments)(torch.zeros(1))
    return torch.tensor(log, dtype=torch.int64)


def order(count, seed):
    random.seed(seed)
    return run_marked(v1.RandomOrder, count)


def choice(count, p, seed, times):
    random.seed(seed)
    return torch.cat([run_marked(v1.RandomChoice, count, p) for _ in range(times)])


def order_v2(count):
    return run_marked(v2.RandomOrder, count)


def choice_v2(count, p=None):
    return run_marked(v2.RandomChoice, count, p)


def python_random(seed, count):
    """Numbers of `random.random`."""
    generator = random.Random(seed)
    return torch.tensor([generator.random() for _ in range(count)], dtype=torch.float64)


def python_getrandbits(seed, bits, count):
    generator = random.Random(seed)
    return torch.tensor([generator.getrandbits(bits) for _ in range(count)], dtype=torch.int64)


def python_shuffle(seed, count):
    """The numbers below `count` shuffled, and thirty bits drawn afterwards."""
    generator, numbers = random.Random(seed), list(range(count))
    generator.shuffle(numbers)
    return torch.tensor(numbers + [generator.getrandbits(30)], dtype=torch.int64)


BY_NAME = {
    "transforms.RandomCrop": crop,
    "transforms.v2.RandomCrop": crop_v2,
    "transforms.RandomResizedCrop": resized_crop,
    "transforms.RandomErasing": erasing,
    "transforms.RandomErasing.forward": decided_erasing,
    "transforms.RandomAffine": affine,
    "transforms.RandomRotation": rotation,
    "transforms.GaussianBlur": blur,
    "transforms.ColorJitter": color_jitter,
    "transforms.RandomPerspective": perspective,
    "transforms.RandomPerspective.forward": decided_perspective,
    "transforms.RandomHorizontalFlip": flip,
    "transforms.RandomApply": apply,
    "transforms.v2.RandomApply": apply_v2,
    "transforms.RandomOrder": order,
    "transforms.RandomChoice": choice,
    "transforms.v2.RandomOrder": order_v2,
    "transforms.v2.RandomChoice": choice_v2,
    "random.random": python_random,
    "random.getrandbits": python_getrandbits,
    "random.shuffle": python_shuffle,
}
