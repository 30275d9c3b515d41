// The training cells that a cell looks like: all of them counted by their labels, and pictures of those that are on this computer.
#pragma once

#include <QImage>
#include <QWidget>

#include <string>
#include <vector>

#include "core/casebook/case_types.h"
#include "core/inference/reference_cells.h"
#include "ui/classify/training_pictures.h"

class QHBoxLayout;
class QLabel;

namespace leukolens::ui {

class SimilarCell;

/// A training cell near to the one that is looked at.
struct LikeCell {
    std::string sha256;
    std::string className;
    int classIndex = 0;  ///< into the cell's classes
};

/// The five nearest training cells, the nearest first, the cell itself passed over. Empty where `references` is none or the cell has no vector of that list.
std::vector<LikeCell> likeCells(const inference::ReferenceCells* references, const casebook::CaseCell& cell);

/// "Most like these training cells: ALL blast 4 of 5, Normal 1 of 5"; empty where there are none.
QString likeWords(const std::vector<LikeCell>& cells);

/// GUI thread only.
class SimilarCells : public QWidget {
    Q_OBJECT
public:
    explicit SimilarCells(QWidget* parent = nullptr);

    void showCells(std::vector<LikeCell> cells);  ///< without pictures yet; none: hidden
    /// One a cell, in their order; those that are null are not shown.
    void showPictures(const std::vector<TrainingPicture>& pictures);

Q_SIGNALS:
    /// words: what it is, such as "Training cell, ALL blast".
    void enlargeRequested(const QImage& picture, const QString& path, const QString& words);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitPictures();
    void clearPictures();

    std::vector<LikeCell> m_cells;
    QLabel* m_words = nullptr;
    QWidget* m_row = nullptr;
    QHBoxLayout* m_rowLayout = nullptr;
    std::vector<SimilarCell*> m_shown;
};

}  // namespace leukolens::ui
