// All keys of reviewing, over the workspace; made from the table that the shortcuts are made from.
#pragma once

#include <QFrame>

namespace leukolens::ui {

/// GUI thread only.
class KeysOverlay : public QFrame {
    Q_OBJECT
public:
    explicit KeysOverlay(QWidget* parent);
    void open();  ///< in the middle of the parent, with the keys that are set

private:
    void fill();
    QWidget* m_table = nullptr;
};

}  // namespace leukolens::ui
