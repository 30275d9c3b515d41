// The cells of the open case, in the order they came: what bins and inspector show. GUI thread only.
#pragma once

#include <QAbstractListModel>
#include <QHash>

#include <string>
#include <utility>
#include <vector>

#include "core/casebook/case_types.h"
#include "ui/classify/bin_id.h"

class QMimeData;

namespace leukolens::ui {

/// A cell's name within the window: known before the store has given it an id, and kept through remove and undo.
using CellKey = int;

struct ShownCell {
    CellKey key = 0;
    casebook::CaseCell cell;
};

/// A cell with the row it had, so that undo puts it back there.
struct PlacedCell {
    int row = 0;
    ShownCell shown;
};

/// Of which cells the model's answer is kept from the person who decides.
enum class Concealment { None, UntilReviewed, Always };

class CellModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { KeyRole = Qt::UserRole + 1, PathRole };
    static constexpr const char* kMimeType = "application/x-leukolens-cells";

    explicit CellModel(QObject* parent = nullptr);

    void reset(std::vector<ShownCell> cells);
    void append(std::vector<ShownCell> cells);
    /// Takes the cells out and says where they were, rows ascending. Unknown keys are passed over.
    std::vector<PlacedCell> take(const std::vector<CellKey>& keys);
    /// Undoes take().
    void putBack(const std::vector<PlacedCell>& cells);
    void setVerdicts(const std::vector<std::pair<CellKey, casebook::Verdict>>& verdicts);

    void setConcealment(Concealment concealment);
    Concealment concealment() const { return m_concealment; }
    /// Whether prediction, probability and flags of the cell must not be seen now.
    bool conceals(const casebook::CaseCell& cell) const;
    BinId binOf(const casebook::CaseCell& cell) const;

    /// The order that the bins follow: these first, then the others as they came. Empty: all as they came.
    void setOrder(const std::vector<CellKey>& keys);
    int rankOf(int row) const;  ///< smaller is earlier
    int unranked() const;       ///< cells that came after the order was found; 0 where there is none

    int excludedCount() const { return m_excluded; }
    int identifiedCount() const { return m_identified; }  ///< cells in the bins of classes, Unidentified left out: what shares are of, as in reports

    const std::vector<ShownCell>& cells() const { return m_cells; }
    const casebook::CaseCell& cellAt(int row) const { return m_cells[static_cast<std::size_t>(row)].cell; }
    int rowOf(CellKey key) const { return m_rows.value(key, -1); }  ///< -1: not here
    const casebook::CaseCell* find(CellKey key) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::MoveAction; }

    /// What mimeData() wrote; empty for anything else.
    static std::vector<CellKey> keysOf(const QMimeData* data);

Q_SIGNALS:
    void orderChanged();        ///< rankOf()
    void concealmentChanged();  ///< conceals(), binOf()

private:
    void indexRowsFrom(int first);

    void countCells();
    QString tipOf(const casebook::CaseCell& cell) const;

    std::vector<ShownCell> m_cells;
    QHash<CellKey, int> m_rows;
    QHash<CellKey, int> m_ranks;
    Concealment m_concealment = Concealment::None;
    int m_excluded = 0;
    int m_identified = 0;
};

/// What counting needs of a cell: its path, digests and vector are not copied for it.
casebook::CaseCell countedPart(const casebook::CaseCell& cell);

/// The model's most probable class and its probability; index -1 if there is none.
struct TopClass {
    int index = -1;
    double probability = 0;
};
TopClass topClass(const casebook::CaseCell& cell);

}  // namespace leukolens::ui
