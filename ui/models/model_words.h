// What models and weights say of themselves, in words for people.
#pragma once

#include <QString>

#include "core/inference/model_card.h"
#include "core/inference/model_inspection.h"

namespace leukolens::ui {

/// Endings of files that hold a model or weights, as a person may choose or drop them; judged by the name alone.
bool isModelFile(const QString& path);
/// The same for a file dialog.
QString modelFileFilter();

QString networkName(const std::string& network);      ///< "InceptionV3"; a network that is not known here as its card calls it
QString countText(const inference::PartCount& part);  ///< "4,800 cells of 47 patients"; empty for no cells
QString byteText(std::uint64_t bytes);                ///< "43.8 MB"

/// "ALL blast, Normal", or that it is a starting point for training.
QString kindText(const inference::ModelCard& card);
/// The card's own sentence; of imported weights the file they came from.
QString descriptionText(const inference::ModelCard& card);
QString pictureText(const inference::ModelCard& card);
QString colourText(const inference::ModelCard& card);  ///< whether it can tell foreign colours
QString backgroundText(const inference::ModelCard& card);  ///< whether it masks pictures
QString sharpnessText(const inference::ModelCard& card);  ///< whether it can tell blurred pictures
QString eightBitText(const inference::ModelCard& card);  ///< whether it may answer in them, and by what
QString listedCellsText(const inference::ModelCard& card);  ///< whether it lists its training cells, and what follows
QString protocolText(const std::string& protocol);  ///< "patients kept apart"
QString originText(const inference::ModelCard& card);
/// "0.91 (0.86 to 0.95), on test cells of unseen subjects"
QString metricText(const inference::CardMetric& metric);
/// How the interval was made; empty where there is none.
QString metricMethod(const inference::CardMetric& metric);
/// All that is shown of the metrics, a line each, or that it was not evaluated.
QString metricsText(const inference::ModelCard& card);
QString calibrationText(const inference::ModelCard& card);
/// From which probability a cell is called what.
QString decisionText(const inference::ModelCard& card);

// Weights from elsewhere.
QString formText(const std::string& form);
QString fitText(const inference::ModelInspection& inspection);   ///< "564 of 578 tensors fit InceptionV3"
QString headText(const inference::ModelInspection& inspection);  ///< what its last layer, or that it has none, means
QString numberTypeText(const inference::ModelInspection& inspection);

/// Most classes that a person is asked to name.
inline constexpr int kMostNamedClasses = 20;
/// Whether its last layer can become a classifier once its classes have names.
bool canNameClasses(const inference::ModelInspection& inspection);

}  // namespace leukolens::ui
