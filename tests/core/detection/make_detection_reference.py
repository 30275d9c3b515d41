"""Writes detection.json: what torchvision 0.26.0 (torch 2.11.0) computes for boxes, regions and a whole Faster R-CNN with the weights of ../parity/make_inception_reference.py.

    python make_detection_reference.py > detection.json

All in float64. Sampling takes all there is (more is asked for than there can be), so that no generator of random numbers matters.
"""
import json
import pathlib
import sys

import torch
import torchvision
from torchvision.models.detection import FasterRCNN
from torchvision.models.detection._utils import BoxCoder, Matcher
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import resnet_fpn_backbone
from torchvision.models.detection.image_list import ImageList
from torchvision.ops import MultiScaleRoIAlign, batched_nms, box_iou, clip_boxes_to_image, roi_align

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "parity"))
from make_inception_reference import filled, integers, pictures, shapes  # noqa: E402

ALL = 1_000_000
# The heads' answers are made small: boxes would otherwise lie far outside of the picture.
QUIET = {"rpn.head.bbox_pred.weight": 0.05, "rpn.head.cls_logits.weight": 0.2, "roi_heads.box_predictor.cls_score.weight": 0.3, "roi_heads.box_predictor.bbox_pred.weight": 0.2,
         "backbone.fpn.inner_blocks": 0.004}


def unit(name, *shape):
    """-1 ... 1"""
    count = 1
    for side in shape:
        count *= side
    return torch.from_numpy(integers(name, count).reshape(shape) * 2.0**-23)


def boxes(name, count, extent):
    """Within 0 ... extent, sides from 2 px."""
    u = unit(name, count, 4) * 0.5 + 0.5
    side = 2 + u[:, 2:] * extent * 0.6
    start = u[:, :2] * (extent - side)
    return torch.cat((start, start + side), 1).round(decimals=3)


def numbers(tensor):
    return [float(f"{v:.8g}") for v in tensor.detach().double().flatten().tolist()]


def operators():
    a, b = boxes("a", 5, 100), boxes("b", 7, 100)
    codes = unit("codes", 7, 8) * torch.tensor([2.0, 2, 30, 6, 2, 2, 6, 2], dtype=torch.float64)
    coder = BoxCoder((10.0, 10.0, 5.0, 5.0))
    result = {"a": numbers(a), "b": numbers(b), "iou": numbers(box_iou(a, b)), "clipped": numbers(clip_boxes_to_image(b - 20, (40, 60))),
              "codes": numbers(codes), "encoded": numbers(coder.encode_single(boxes("c", 7, 100), b)), "c": numbers(boxes("c", 7, 100)),
              "decoded": numbers(coder.decode_single(codes, b))}
    many, groups = boxes("many", 60, 60), integers("groups", 60) % 3
    scores = (unit("scores", 60) * 4).round() / 8 + 0.5  # with ties
    result["nms"] = {"boxes": numbers(many), "scores": numbers(scores), "groups": groups.tolist(),
                     "kept": batched_nms(many, scores, torch.from_numpy(groups), 0.3).tolist()}
    iou = box_iou(boxes("truth", 6, 100), boxes("anchors", 40, 100))
    result["match"] = {"iou": numbers(iou), "strict": Matcher(0.5, 0.5)(iou.clone()).tolist(), "best": Matcher(0.5, 0.2, True)(iou.clone()).tolist()}
    maps = [torch.zeros(1, 1, 4, 5, dtype=torch.float64), torch.zeros(1, 1, 2, 3, dtype=torch.float64)]
    generator = AnchorGenerator(((32, 64), (128, 256)), ((0.5, 1.0, 2.0),) * 2)
    result["anchors"] = numbers(generator(ImageList(torch.zeros(1, 3, 64, 96), [(64, 96)]), maps)[0])
    return result


def regions():
    # Two reach over the border, one is off the map altogether, one smaller than a place.
    rois = torch.cat((boxes("rois", 4, 150), torch.tensor([[-30.0, -8, 70, 44], [120, 100, 260, 190], [400, 400, 500, 500], [31, 17, 33, 18]], dtype=torch.float64)))
    owner = torch.tensor([0, 1, 0, 1, 1, 0, 1, 0])
    features = unit("map", 2, 2, 9, 10).requires_grad_(True)
    out = roi_align(features, torch.cat((owner[:, None].double(), rois), 1), 7, 1 / 16, 2, False)
    (out * unit("weights of the sum", *out.shape)).sum().backward()
    result = {"rois": numbers(rois), "owner": owner.tolist(), "out": numbers(out), "gradient": numbers(features.grad)}
    pyramid = {str(i): unit(f"map {i}", 1, 1, 256 >> i, 256 >> i) for i in range(4)}
    large = boxes("large", 10, 1000)
    pool = MultiScaleRoIAlign(["0", "1", "2", "3"], 7, 2)
    out = pool(pyramid, [large], [(1024, 1024)])
    result["pyramid"] = {"rois": numbers(large), "levels": pool.map_levels([large]).tolist(), "means": numbers(out.mean((1, 2, 3))), "corner": numbers(out[:, 0, 0, 0])}
    return result


def whole():
    backbone = resnet_fpn_backbone(backbone_name="resnet50", weights=None, trainable_layers=5)
    model = FasterRCNN(backbone, num_classes=4, rpn_batch_size_per_image=ALL, box_batch_size_per_image=ALL, rpn_pre_nms_top_n_train=60, rpn_post_nms_top_n_train=40, rpn_pre_nms_top_n_test=60, rpn_post_nms_top_n_test=40)
    for module in model.modules():
        if isinstance(module, torchvision.ops.FrozenBatchNorm2d):
            module.eps = 0.0
    model = filled(model)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            for quiet, factor in QUIET.items():
                if name.startswith(quiet) and name.endswith(".weight"):
                    parameter.mul_(factor)
    model.transform.resize = lambda image, target: (image, target)
    shown = pictures(128) * 0.5 + 0.5
    batch = [shown[0], shown[1][:, :96, :112]]
    truths = [{"boxes": torch.tensor([[10.0, 12, 70, 66], [60, 50, 120, 118], [80, 8, 96, 30]], dtype=torch.float64), "labels": torch.tensor([1, 3, 2])},
              {"boxes": torch.tensor([[30.0, 20, 100, 90]], dtype=torch.float64), "labels": torch.tensor([1])}]
    names = ["backbone.body.conv1.weight", "backbone.body.layer3.2.conv2.weight", "backbone.fpn.inner_blocks.1.0.weight", "backbone.fpn.layer_blocks.0.0.bias", "rpn.head.conv.0.0.weight",
             "rpn.head.bbox_pred.weight", "roi_heads.box_head.fc6.weight", "roi_heads.box_predictor.cls_score.weight", "roi_heads.box_predictor.bbox_pred.bias"]
    model.train()
    losses = model(batch, truths)
    sum(losses.values()).backward()
    parameters = dict(model.named_parameters())
    result = {"shapes": shapes(model.state_dict()), "losses": {name: numbers(loss)[0] for name, loss in losses.items()},
              "gradients": {name: numbers(parameters[name].grad.norm())[0] for name in names}}
    model.eval()
    with torch.no_grad():
        result["found"] = [{"boxes": numbers(f["boxes"]), "scores": numbers(f["scores"]), "labels": f["labels"].tolist()} for f in model(batch)]
    return result


def main():
    assert (torchvision.__version__.split("+")[0], torch.__version__.split("+")[0]) == ("0.26.0", "2.11.0"), "other versions"
    json.dump({"operators": operators(), "regions": regions(), "whole": whole()}, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
