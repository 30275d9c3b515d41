// What is known of each network beyond its code: a rate that suits it, what its publication reports, checksums of its ImageNet weights.
#pragma once

#include <optional>
#include <string>

namespace leukolens::experiment {

/// A figure that a publication reports, measured by its authors on their data.
struct PublishedFigure {
    std::string figure;      ///< "91.1 %"
    std::string measuredOn;  ///< a sentence; empty: not known here
    std::string source;
};

struct ComparedNetwork {
    /// Peak learning rate of a whole training; 0: any. With its reason.
    double mostLearningRate = 0;
    std::string rateReason;
    std::optional<PublishedFigure> published;
};

/// By the network's name; of one that is not listed nothing is known.
ComparedNetwork comparedNetwork(const std::string& network);

/// Whether a file with this SHA-256 holds the ImageNet weights that torchvision publishes for the network: their file names begin with the checksum.
bool isImageNetWeights(const std::string& network, const std::string& sha256);

}  // namespace leukolens::experiment
