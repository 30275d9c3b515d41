// The cells of the open data as a list: of one subject or all, of one class or all, in the order asked for. GUI thread only.
#pragma once

#include <QAbstractListModel>

#include <optional>
#include <vector>

#include "core/image/outlyingness.h"
#include "ui/data/label_session.h"

namespace leukolens::ui {

/// Which cells are shown.
struct CellChoice {
    enum class Kind { All, Class, Relabelled, Excluded };
    Kind kind = Kind::All;
    int classIndex = 0;  ///< Kind::Class: the class that the cells have now
    int subject = -1;    ///< into Dataset::subjects; −1: all
    bool outliersFirst = false;
    friend bool operator==(const CellChoice&, const CellChoice&) = default;
};

class LabelledCellModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { CellRole = Qt::UserRole + 1, PathRole };

    explicit LabelledCellModel(LabelSession& session, QObject* parent = nullptr);

    void choose(const CellChoice& choice);
    const CellChoice& choice() const { return m_choice; }
    /// How many cells a choice shows.
    int count(const CellChoice& choice) const;

    int cellAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }  ///< into read()->cells
    const dataset::Cell& cell(int index) const { return m_session.read()->cells[static_cast<std::size_t>(index)]; }
    std::string classOf(int index) const;  ///< its name now
    const image::Outlyingness& outlyingness(int index) const { return m_outlyingness[static_cast<std::size_t>(index)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    bool shows(const CellChoice& choice, int index) const;
    void refill();
    void onChanged();

    LabelSession& m_session;
    CellChoice m_choice;
    std::vector<int> m_rows;
    std::vector<image::Outlyingness> m_outlyingness;  ///< one a cell
};

}  // namespace leukolens::ui
