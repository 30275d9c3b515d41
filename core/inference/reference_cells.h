// The training cells as their own network sees them: whether a new picture looks like any of them, and which it looks like the most. Numbers, labels and checksums; never a picture.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/weights/weights_file.h"

namespace leukolens::inference {

/// Vectors (what the last layer sees) are brought to length 1, then to their first principal components among the training cells; what these leave out is kept as one number more. So
/// distances between two embeddings are nearly those of the vectors, in a fraction of the room. Distance to the k-th nearest training cell as the sign of a foreign picture: Sun et al. 2022,
/// "Out-of-Distribution Detection with Deep Nearest Neighbors".
struct ReferenceCells {
    int length = 0;      ///< of a network's vector: 2048
    int components = 0;  ///< principal components
    std::vector<float> mean;        ///< length
    std::vector<float> axes;        ///< components × length, orthonormal rows
    std::vector<float> embeddings;  ///< cells × (components + 1)
    std::vector<int> classes;       ///< one a cell, into ModelCard::classes
    std::vector<std::string> sha256s;  ///< one a cell: of its file
    int neighbour = 10;  ///< the k above
    double limit = 0;    ///< distance beyond which a picture is no cell of this kind: kept is the share below of the cells it was chosen on
    double kept = 0.95;
    std::string chosenOn;  ///< for people: "100 validation cells"

    std::size_t cells() const { return classes.size(); }
    std::size_t width() const { return static_cast<std::size_t>(components) + 1; }  ///< of an embedding
};

struct Neighbour {
    std::size_t cell = 0;  ///< into ReferenceCells
    double distance = 0;   ///< between embeddings: 0 … 2
};

/// features: ReferenceCells::length numbers.
std::vector<float> embeddingOf(const ReferenceCells& references, std::span<const float> features);

/// Nearest first, `count` at the most; the cell of the checksum `besides` (a training cell that is classified) is passed over.
std::vector<Neighbour> nearestCells(const ReferenceCells& references, std::span<const float> embedding, int count, const std::string& besides = {});

/// Distance to the k-th nearest cell, in limits: above 1 the picture is no cell of this kind.
double strangenessOf(const ReferenceCells& references, std::span<const float> embedding, const std::string& besides = {});

/// What is impossible in it; empty if sound. classes: how many the model has.
std::string faultOf(const ReferenceCells& references, std::size_t classes);

/// As neighbours.safetensors in a .leukomodel.
Bytes writeReferenceCells(const ReferenceCells& references);
/// Fails with DamagedModel, naming the file.
Result<ReferenceCells> readReferenceCells(const weights::WeightsFile& file, std::size_t classes);

}  // namespace leukolens::inference
