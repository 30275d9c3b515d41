// A picture's rows as a sequence for an LSTM (Hochreiter & Schmidhuber 1997, with forget gates, Gers et al. 2000): the kind of baseline that the paper cites with
// Ahmed 2023. It knows no neighbourhood in the plane and no turned cells; it shows what a network without convolutions makes of the same cells.
//
// Decided here, for the publication at hand is a citation: two layers of 128; a row is all its pixels in red, then in green, then in blue; the last hidden state of the
// second layer is what the last layer sees, after dropout. Pictures of another size than 128 px are brought to it by means, so that weights fit any input.
// Names, gates' order and equations are those of two torch.nn.LSTM of one layer in a ModuleList "lstm". Initial weights: uniform within 1/√128 as there; biases 0 but for
// the forget gates', which are 1 (Jozefowicz et al. 2015): what the first rows showed has to last to the end.
#pragma once

#include <memory>

#include "core/nn/layers.h"
#include "core/nn/network.h"
#include "core/nn/network_info.h"

namespace leukolens::nn {

/// No convolutions, so no block has a map: mapAt() and featuresFrom() throw for every name, and stages() is empty: LibTorch computes it. Usual input 128 px; any other
/// does, too, though of less than 32 px little is left. 395,522 parameters with two classes. Blocks to freeze: "lstm.0", "lstm.1".
class LstmRows final : public Network {
public:
    explicit LstmRows(const NetworkSettings& settings);
    static NetworkInfo info();

    NetworkOutput forward(const at::Tensor& input) override;
    at::Tensor features(const at::Tensor& input) override;  ///< N × 128
    at::Tensor head(const at::Tensor& features) override;
    at::Tensor mapAt(std::string_view block, const at::Tensor& input) override;
    at::Tensor featuresFrom(std::string_view block, const at::Tensor& map) override;
    std::vector<Stage> stages() const override { return {}; }
    int smallestInputPx() const override { return 32; }
    bool auxiliaryRunsAt(int) const override { return false; }

private:
    class Layer;

    double m_dropout;
    std::vector<std::shared_ptr<Layer>> m_layers;
    std::shared_ptr<Dense> m_last;
};

}  // namespace leukolens::nn
