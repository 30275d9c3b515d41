// What is told of a model outside the laboratory: what it is and how it decides, and nothing that a person typed.
#pragma once

#include <string>

#include "core/inference/model_card.h"

namespace leukolens::inference {

/// The network ("inception_v3"), where this program knows it, otherwise "model": people name models after laboratories and after themselves.
std::string deidentifiedModelName(const std::string& network);

/// Without name, description, licence, uses, limits, names of files, time, what was measured on what, and meanings of classes that a person wrote. Left are network, classes with their counts, input, decision,
/// protocol, checksums and the known metrics. What is no checksum, protocol or version of this program where one should stand is left out.
ModelCard deidentified(ModelCard card);

/// The same of a card as JSON text. Nothing where it is none.
std::optional<ModelCard> deidentifiedCard(const std::string& json);

}  // namespace leukolens::inference
