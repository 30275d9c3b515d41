// The slides and fields that are open, with how many cells are on each.
#pragma once

#include <QAbstractListModel>
#include <QFrame>

#include "ui/slides/slide_session.h"

class QLabel;
class QListView;
class QToolButton;

namespace leukolens::ui {

/// GUI thread only.
class SlideListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { CellsRole = Qt::UserRole + 1 };  ///< words on its cells
    explicit SlideListModel(SlideSession& session, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    void refresh();  ///< the list, or counts on it, changed

private:
    int cellsOn(int row) const;
    SlideSession& m_session;
    int m_rows = 0;
    std::vector<int> m_cells;
};

class SlideList : public QFrame {
    Q_OBJECT
public:
    explicit SlideList(SlideSession& session, QWidget* parent = nullptr);

private:
    void follow();

    SlideSession& m_session;
    SlideListModel m_model;
    QListView* m_view = nullptr;
    QToolButton* m_close = nullptr;
    QLabel* m_case = nullptr;
    bool m_following = false;
};

}  // namespace leukolens::ui
