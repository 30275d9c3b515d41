// Files of models dropped anywhere in the window go to the Models window; what is dropped with them goes where it fell.
#pragma once

#include <QList>
#include <QObject>
#include <QUrl>

class QDropEvent;
class QWidget;

namespace leukolens::ui {

class AppContext;
class DropOverlay;

/// Watches the drops of the whole program: a text field would otherwise take the name of a file for text.
class ModelDrop : public QObject {
    Q_OBJECT
public:
    /// Both must outlive it.
    ModelDrop(AppContext& context, QWidget& mainWindow, QWidget& modelsWindow);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool takes(const QWidget& widget) const;
    void showOverlay(const QWidget& under, bool mixed);
    void passOn(QWidget& under, const QDropEvent& drop, const QList<QUrl>& rest);

    AppContext& m_context;
    QWidget& m_mainWindow;
    QWidget& m_modelsWindow;
    DropOverlay* m_overMain = nullptr;
    DropOverlay* m_overModels = nullptr;
};

}  // namespace leukolens::ui
