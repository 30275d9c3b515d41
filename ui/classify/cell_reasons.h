// Keeps what the inspector shows of a model's reasons in step with the cell it shows: the overlay, and the training cells that it looks like.
#pragma once

#include <QImage>
#include <QObject>
#include <QTimer>

#include "ui/classify/classify_session.h"
#include "ui/classify/training_pictures.h"

namespace leukolens::ui {

class Inspector;

/// GUI thread only. Both outlive this.
class CellReasons : public QObject {
    Q_OBJECT
public:
    CellReasons(ClassifySession& session, Inspector& inspector, QObject* parent = nullptr);

    /// The cell that the inspector shows; null: none, or its answer is not to be seen.
    void setCell(const casebook::CaseCell* cell);

private:
    void ask();
    void show(Result<inference::Explanation> explanation, const QString& classTitle);
    void showLike(std::shared_ptr<const inference::ReferenceCells> references);
    void forget();

    ClassifySession& m_session;
    Inspector& m_inspector;
    std::optional<casebook::CaseCell> m_cell;
    std::shared_ptr<const inference::ReferenceCells> m_likeOf;  ///< the list that the shown training cells are of
    TrainingPictures m_pictures;
    QTimer m_delay;  ///< cells passed over quickly are not explained
    QImage m_heat;
    JobId m_job = 0;
    int m_number = 0;  ///< of the newest wish: answers to older ones are passed over
};

}  // namespace leukolens::ui
