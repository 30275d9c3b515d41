// One picture: fitted at first, zoomed at the pointer by wheel, moved by dragging, fitted again by a double click.
#pragma once

#include <QImage>
#include <QPixmap>
#include <QWidget>

namespace leukolens::ui {

/// GUI thread only. Keys: + and − zoom, Home fits, arrows move while zoomed.
class ImageView : public QWidget {
    Q_OBJECT
public:
    explicit ImageView(QWidget* parent = nullptr);

    void setPicture(const QPixmap& picture);  ///< fits it
    void setMessage(const QString& message);  ///< shown instead of a picture
    /// Drawn over the whole picture, stretched to it; a null image: none. opacity: 0…1. Another picture takes it away.
    void setOverlay(const QImage& overlay, double opacity);
    bool hasOverlay() const { return !m_overlay.isNull(); }
    bool hasPicture() const { return !m_picture.isNull(); }
    const QPixmap& picture() const { return m_picture; }  ///< null: none

    /// Screen px for one px of the picture.
    double zoom() const { return m_zoom; }
    bool fitted() const { return m_fitted; }
    void fit();
    void zoomAt(const QPointF& where, double factor);

    QSize sizeHint() const override { return {320, 320}; }
    QSize minimumSizeHint() const override { return {120, 96}; }

Q_SIGNALS:
    void zoomChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    double fittingZoom() const;
    void moveBy(const QPointF& step);
    void keepInside();

    QPixmap m_picture;
    QImage m_overlay;
    double m_opacity = 1;
    QString m_message;
    double m_zoom = 1.0;
    QPointF m_corner;  ///< of the picture, in widget px
    QPointF m_grabbed;
    bool m_fitted = true;
};

}  // namespace leukolens::ui
