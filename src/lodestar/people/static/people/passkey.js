// Shows what needs a passkey only where the browser has them, and says when one did not answer.
(function () {
  const trouble = document.currentScript.dataset.trouble

  document.addEventListener('DOMContentLoaded', function () {
    const form = document.getElementById('passkey-form')
    if (form && window.PublicKeyCredential) form.hidden = false
  })

  document.addEventListener('allauth.error', function (event) {
    const place = document.getElementById('passkey-trouble')
    if (!place) return
    event.preventDefault()
    place.textContent = trouble
  })
})()
