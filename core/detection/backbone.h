// From pictures to maps that boxes are found on.
#pragma once

#include <torch/nn/module.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/detection/anchors.h"
#include "core/detection/map_grid.h"

namespace leukolens::detection {

/// Batch norm is always that of evaluation: batches of one or two fields have no statistics worth averaging. "body" holds the classifier's modules under torchvision's names.
class Backbone : public torch::nn::Module {
public:
    static constexpr int64_t kChannels = 256;  ///< of every map

    /// rgb: 3 × H × W, 0…1 → what the body's weights expect.
    virtual at::Tensor normalised(const at::Tensor& rgb) const = 0;

    /// N × 3 × H × W, H and W multiples of 32 → maps of N × 256 × …, fine to coarse.
    virtual std::vector<at::Tensor> maps(const at::Tensor& input) = 0;

    /// One a map, for an input of this size.
    virtual std::vector<MapGrid> grids(const at::Tensor& input, const std::vector<at::Tensor>& maps) const = 0;

    virtual std::vector<AnchorShapes> anchors() const = 0;  ///< one a map
    virtual std::size_t regionMaps() const = 0;             ///< the first so many are those that regions are read from

    /// Parts of the body, from the input on, that training may leave as they are.
    virtual std::vector<std::string> blocks() const = 0;

    /// Moves batch norm's statistics towards those of this input by `share`, layer after layer: for random weights, which have none yet.
    virtual void measure(const at::Tensor& input, double share) = 0;
};

struct BackboneEntry {
    const char* name;
    const char* frozenUpTo;  ///< what training with pretrained weights leaves as it is unless told otherwise
    std::shared_ptr<Backbone> (*create)();
};

/// "inception_v3" and "resnet50_fpn".
const std::vector<BackboneEntry>& backbones();

/// Fails with InvalidArgument for a name that is not known, listing the names.
Result<const BackboneEntry*> findBackbone(const std::string& name);

}  // namespace leukolens::detection
